// Sequelize: sync, sync again, alter twice, and what a model does.
const { DataTypes, Op, Sequelize } = require("sequelize");

const [port, database] = process.argv.slice(2);

async function main() {
  const asked = [];
  const sequelize = new Sequelize(`postgres://postgres@127.0.0.1:${port}/${database}`, { logging: (query) => asked.push(query) });
  const User = sequelize.define("User", {
    name: { type: DataTypes.STRING(40), allowNull: false, unique: true },
    age: DataTypes.INTEGER, about: DataTypes.TEXT, document: DataTypes.JSONB, tags: DataTypes.ARRAY(DataTypes.STRING),
    price: DataTypes.DECIMAL(10, 2), key: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4 },
    at: DataTypes.DATE, day: DataTypes.DATEONLY, ok: { type: DataTypes.BOOLEAN, defaultValue: false },
  }, { indexes: [{ fields: ["age"] }, { fields: ["tags"], using: "gin" }] });
  const Post = sequelize.define("Post", { title: DataTypes.STRING, views: { type: DataTypes.BIGINT, defaultValue: 0 } });
  const Tag = sequelize.define("Tag", { label: DataTypes.STRING });
  User.hasMany(Post, { onDelete: "CASCADE" });
  Post.belongsTo(User);
  Post.belongsToMany(Tag, { through: "PostTag" });
  Tag.belongsToMany(Post, { through: "PostTag" });
  for (const [number, options] of [{}, {}, { alter: true }, { alter: true }].entries()) {
    asked.length = 0;
    await sequelize.sync(options);
    console.log(`## sync ${number} ${JSON.stringify(options)}\n${asked.join("\n")}`);
  }
  const user = await User.create({
    name: "x", age: 3, document: { k: [1] }, tags: ["q"], price: "1.50", ok: true, at: new Date(0), day: "2020-01-01",
    key: "00000000-0000-0000-0000-000000000001",
  });
  const post = await Post.create({ title: "t", UserId: user.id });
  await post.addTag(await Tag.create({ label: "z" }));
  const moments = (key, value) => (["createdAt", "updatedAt"].includes(key) ? undefined : value);
  console.log("## rows");
  console.log(JSON.stringify(await User.findAll({ include: { model: Post, include: Tag } }), moments));
  const where = { age: { [Op.between]: [1, 5] }, tags: { [Op.contains]: ["q"] } };
  console.log(JSON.stringify(await User.findAndCountAll({ where, attributes: ["id", "name"] })));
  const tables = sequelize.getQueryInterface();
  console.log("## tables");
  console.log(JSON.stringify(await tables.describeTable("Users")));
  console.log(JSON.stringify(await tables.showIndex("Users")));
  console.log(JSON.stringify((await tables.showAllTables()).sort()));
  console.log(JSON.stringify(await tables.getForeignKeyReferencesForTable("Posts")));
  console.log("## changes");
  await sequelize.transaction((transaction) => User.update({ age: 9 }, { where: { id: user.id }, transaction }));
  console.log((await User.findByPk(user.id)).age);
  await User.create({ name: "x" }).catch((error) => console.log(error.name, error.errors[0].message));
  await User.destroy({ where: { id: user.id } });
  console.log(await Post.count());
  await sequelize.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
