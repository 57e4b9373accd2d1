// TypeORM: synchronize twice, what it then wants to change, and what a repository does.
require("reflect-metadata");
const { DataSource, EntitySchema } = require("typeorm");

const [port, database] = process.argv.slice(2);
const User = new EntitySchema({
  name: "User", tableName: "users",
  columns: {
    id: { type: "int", primary: true, generated: true }, name: { type: "varchar", length: 40, unique: true },
    role: { type: "enum", enum: ["a", "b"], default: "a" }, document: { type: "jsonb", nullable: true, default: {} },
    tags: { type: "text", array: true, default: [] }, price: { type: "numeric", precision: 10, scale: 2, nullable: true },
    made: { type: "timestamptz", createDate: true }, key: { type: "uuid", generated: "uuid" },
    ok: { type: "boolean", default: false }, code: { type: "char", length: 3, nullable: true },
    computed: { type: "int", generatedType: "STORED", asExpression: "1 + 1", nullable: true },
    day: { type: "date", default: () => "CURRENT_DATE" },
  },
  relations: { posts: { type: "one-to-many", target: "Post", inverseSide: "user" } },
  indices: [{ columns: ["role", "ok"] }], checks: [{ expression: '"price" > 0' }],
});
const Post = new EntitySchema({
  name: "Post", tableName: "posts",
  columns: {
    id: { type: "bigint", primary: true, generated: "identity" }, title: { type: "text", comment: "what it is called" },
  },
  relations: {
    user: { type: "many-to-one", target: "User", onDelete: "CASCADE", joinColumn: true },
    tags: { type: "many-to-many", target: "Tag", joinTable: true },
  },
});
const Tag = new EntitySchema({
  name: "Tag", tableName: "tags",
  columns: { id: { type: "uuid", primary: true, generated: "uuid" }, label: { type: "varchar" } },
});

async function main() {
  const asked = [];
  const quiet = () => {};
  const logger = {
    logQuery: (query, parameters) => asked.push(query + JSON.stringify(parameters ?? [])),
    logQueryError: (error, query) => asked.push(`ERROR ${error} ${query}`),
    logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet,
  };
  const source = new DataSource({
    type: "postgres", host: "127.0.0.1", port: Number(port), username: "postgres", database,
    entities: [User, Post, Tag], logging: "all", logger, uuidExtension: "pgcrypto", installExtensions: false,
  });
  await source.initialize();
  for (const number of [1, 2]) {
    asked.length = 0;
    await source.synchronize();
    console.log(`## synchronize ${number}\n${asked.join("\n")}`);
    const left = await source.driver.createSchemaBuilder().log();
    console.log(`## left ${number}\n${left.upQueries.map((each) => each.query).join("\n")}`);
  }
  const users = source.getRepository("User");
  const { id, name, role } = await users.save({ name: "x", price: "1.5", tags: ["q"], document: { a: 1 } });
  await source.getRepository("Post").save({ title: "t", user: { id }, tags: [] });
  console.log("## rows");
  console.log(JSON.stringify({ id, name, role }));
  console.log(JSON.stringify(await users.find({ relations: { posts: true }, select: { id: true, name: true, tags: true, computed: true } })));
  const counted = users.createQueryBuilder("u").leftJoin("u.posts", "p").select("u.name", "name").addSelect("count(p.id)", "posts");
  console.log(JSON.stringify(await counted.groupBy("u.name").getRawMany()));
  await users.delete(id);
  console.log(await source.getRepository("Post").count());
  const runner = source.createQueryRunner();
  console.log("## table");
  const table = await runner.getTable("users");
  for (const parts of [table.columns, table.indices, table.uniques, table.checks]) {
    parts.sort((one, other) => one.name.localeCompare(other.name)); // it asks for some of them before others
  }
  console.log(JSON.stringify(table));
  await runner.release();
  await source.destroy();
}

main().catch((error) => { console.error(error); process.exit(1); });
