# What Rails' ActiveRecord does and sees: migrations, metadata, the schema's dump, values of every type, errors, queries.
require "active_record"
require "stringio"

ActiveRecord::Base.establish_connection(
  adapter: "postgresql", host: "127.0.0.1", port: ARGV[0].to_i, username: "postgres", database: ARGV[1]
)
ActiveRecord::Migration.verbose = false
DB = ActiveRecord::Base.connection
AT = Time.utc(2024, 1, 2, 3, 4, 5, 678_901)

def section(name)
  puts "## #{name}"
  result = yield
  puts(result.is_a?(Array) ? result.map(&:inspect) : result)
rescue StandardError => e
  puts "#{e.class}: #{e.message}".gsub(/\d{4}-\d\d-\d\d [\d:.]+/, "NOW")
end

class CreateAll < ActiveRecord::Migration[6.1]
  def up
    execute "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')"
    create_table :authors, comment: "people" do |t|
      t.string :name, null: false, limit: 60
      t.text :bio, comment: "long text"
      t.jsonb :settings, default: {}, null: false
      t.json :raw
      t.string :tags, array: true, default: []
      t.integer :scores, array: true
      t.uuid :token
      t.inet :ip
      t.cidr :net
      t.macaddr :mac
      t.daterange :active
      t.int4range :nums
      t.tsrange :period
      t.numrange :amounts
      t.decimal :balance, precision: 12, scale: 2, default: 0
      t.float :ratio
      t.bigint :big
      t.boolean :admin, default: false, null: false
      t.date :born
      t.time :wakes
      t.datetime :seen_at, precision: 6
      t.binary :blob
      t.bit :flags, limit: 8
      t.bit_varying :vflags, limit: 12
      t.money :cash
      t.timestamps
    end
    add_index :authors, :name, unique: true
    add_index :authors, :tags, using: :gin
    add_index :authors, "lower(name)", name: "by_lower_name"
    add_index :authors, :admin, where: "admin", name: "admins"
    add_index :authors, %i[name born], order: { born: "DESC NULLS LAST" }
    create_table :books do |t|
      t.references :author, null: false, foreign_key: { on_delete: :cascade }
      t.string :title
      t.integer :pages
      t.integer :status, default: 0
      t.timestamps
    end
    add_check_constraint :books, "pages > 0", name: "pages_positive"
    change_column_null :books, :title, false, "untitled"
    change_column_default :books, :pages, from: nil, to: 10
    rename_column :books, :status, :state
    add_column :books, :isbn, :string, limit: 13
    change_column :books, :isbn, :text
    create_table :labels, id: :uuid, default: -> { "gen_random_uuid()" } do |t|
      t.column :span, :interval
      t.column :mood, :mood, default: "ok"
    end
    create_join_table :books, :authors, table_name: :books_editors
    rename_table :books_editors, :editors
    rename_index :authors, "by_lower_name", "by_name_lowered"
    remove_index :authors, name: "admins"
    add_foreign_key :editors, :authors, validate: false
    validate_foreign_key :editors, :authors
    execute "CREATE VIEW rich AS SELECT id, name FROM authors WHERE balance > 100"
  end

  def down
    execute "DROP VIEW rich"
    %i[editors labels books authors].each { |table| drop_table table }
    execute "DROP TYPE mood"
  end
end

section("migrations") { %i[up down up].each { |way| CreateAll.new.migrate(way) } && "done" }
section("relations") { [DB.tables.sort, DB.views, DB.schema_names, DB.current_schema, DB.encoding] }
%w[authors books editors labels].each do |table|
  section("#{table}: columns") do
    DB.columns(table).map do |c|
      [c.name, c.sql_type, c.type, c.null, c.default, c.default_function, c.limit, c.precision, c.scale, c.comment, c.array?]
    end
  end
  section("#{table}: indexes") { DB.indexes(table).map { |i| [i.name, i.columns, i.unique, i.where, i.orders, i.using] } }
  section("#{table}: foreign keys") { DB.foreign_keys(table).map { |f| [f.from_table, f.to_table, f.options.to_a.sort_by(&:to_s)] } }
  section("#{table}: others") { [DB.check_constraints(table).map { |c| [c.expression, c.name] }, DB.primary_key(table), DB.table_comment(table)] }
end
section("schema") { StringIO.new.tap { |out| ActiveRecord::SchemaDumper.dump(DB, out) }.string }

class Author < ActiveRecord::Base
  has_many :books
end

class Label < ActiveRecord::Base
end

class Book < ActiveRecord::Base
  belongs_to :author
  enum state: { draft: 0, published: 1 }
end

section("every type") do
  Author.create!(
    name: "Ann", bio: "x" * 20, settings: { "a" => [1, 2, { "b" => nil }] }, raw: { z: 1 }, tags: ["a,b", 'q"uo', "NULL", ""],
    scores: [1, nil, 3], token: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", ip: "192.168.0.1", net: "10.0.0.0/8",
    mac: "08:00:2b:01:02:03", active: Date.new(2020, 1, 1)..Date.new(2021, 1, 1), nums: 1...5, period: AT...(AT + 60),
    amounts: BigDecimal("1.5")..BigDecimal("2.5"), balance: BigDecimal("123.45"), ratio: 1.5, big: 2**40, admin: true,
    born: Date.new(1990, 2, 3), wakes: "07:30", seen_at: AT, blob: "\x00\xff".b, flags: "00001111", vflags: "101",
    cash: 12.34, created_at: AT, updated_at: AT
  )
  Author.find_by!(name: "Ann").attributes.map { |name, value| [name, value.is_a?(Time) ? value.iso8601(6) : value] }
end
section("interval and enum") { Label.create!(span: "P1DT2H", mood: "happy") && Label.pluck(:span, :mood) }
section("no such label") { Label.create!(mood: "glad") }
section("unique") { Author.create!(name: "Ann", created_at: AT) }
section("not null") { Author.create!(name: nil) }
section("too long") { Author.create!(name: "x" * 61) }
section("foreign key") { Book.new(author_id: 999, title: "x", pages: 1).save!(validate: false) }
section("check") { Author.first.books.create!(title: "t", pages: -1) }
section("books") { 5.times { |n| Author.first.books.create!(title: "Book #{n}", pages: n + 1, state: n % 2) } && Book.count }
section("where") { Book.where(pages: 2..4).where.not(title: "Book 3").order(pages: :desc).pluck(:title, :pages, :state) }
section("joins") { Author.joins(:books).group("authors.name").having("count(*) > 1").sum(:pages).to_a }
section("includes") { Author.includes(:books).where(books: { state: 1 }).references(:books).map { |a| a.books.map(&:title).sort } }
section("aggregates") { [Book.average(:pages), Book.minimum(:title), Book.group(:state).count, Book.distinct.count(:state)] }
section("json and arrays") do
  [
    Author.where("settings->'a'->>0 = ?", "1").count, Author.where("settings @> ?", { a: [1] }.to_json).count,
    Author.where("? = ANY(tags)", "a,b").count, Author.where(scores: [1, nil, 3]).count
  ]
end
section("upsert") do
  rows = [{ name: "Ann", balance: 1 }, { name: "Bob", balance: 2 }].map { |row| row.merge(created_at: AT, updated_at: AT) }
  Author.upsert_all(rows, unique_by: :index_authors_on_name, returning: %w[name balance]).rows.map { |row| row.map(&:to_s) }
end
section("updates") { [Book.where(state: 0).update_all("pages = pages * 10"), Book.order(:id).pluck(:pages)] }
section("locks") { Author.transaction { Author.lock("FOR UPDATE SKIP LOCKED").order(:id).map(&:name) } }
section("savepoints") do
  Author.transaction do
    begin
      Author.transaction(requires_new: true) { Author.create!(name: "Ann") }
    rescue ActiveRecord::RecordNotUnique
      Author.create!(name: "after")
    end
  end
  Author.order(:name).pluck(:name)
end
section("failed transaction") do
  Author.transaction do
    begin
      DB.execute("SELECT 1/0")
    rescue ActiveRecord::StatementInvalid
      Author.count
    end
  end
end
section("serializable") { Author.transaction(isolation: :serializable) { [Author.count, DB.select_value("SHOW transaction_isolation")] } }
section("batches") { Book.in_batches(of: 2).update_all(isbn: "x").to_s }
section("advisory locks") { [DB.get_advisory_lock(42), DB.release_advisory_lock(42), DB.release_advisory_lock(43)] }
section("destroy") { [Author.find_by(name: "Ann").destroy.name, Book.count] }
section("sequences") { DB.reset_pk_sequence!("authors") && Author.create!(name: "next").id.positive? }
section("without referential integrity") do
  DB.disable_referential_integrity { Book.new(author_id: 12_345, title: "orphan", pages: 1).save!(validate: false) }
  Book.count
end
section("changed table") do
  3.times { Book.where(pages: 1).to_a }
  DB.change_table(:books, bulk: true) { |t| t.string :x1; t.integer :x2, default: 5; t.rename :x1, :x3 }
  Book.reset_column_information
  [Book.column_names.sort, Book.where(pages: 1).pluck(:x2)]
end
section("truncate") { [DB.truncate_tables("books", "editors"), Book.count].last }
