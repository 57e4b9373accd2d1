// Prisma's migrations: each made, applied and diagnosed, with a shadow database; failures, diffs, introspection, reset.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { files, filters, schemaEngine } from './prisma_engine.mjs'
const [port, db] = process.argv.slice(2)
const base = readFileSync('schema.prisma', 'utf8')
const show = (result) => console.log((typeof result === 'string' ? result : JSON.stringify(result, null, 1)).replaceAll(/started at .* UTC/g, ''))
const step = async (name, run) => {
  console.log('## ' + name)
  try { show((await run()) ?? null) } catch (error) { show(`${error.code} ${error.message}`) }
}
const migrations = []
const lockfile = { path: './migration_lock.toml', content: 'provider = "postgresql"' }
const list = () => ({ baseDir: '/', lockfile, shadowDbInitScript: '', migrationDirectories: migrations })
const migration = (path, value) => ({ path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } })
const client = new pg.Client({ host: '127.0.0.1', port: +port, user: 'postgres', database: db })
await client.connect()

async function migrate(name, content) {
  const engine = await schemaEngine(port, db, content)
  const asked = () => ({ migrationsList: list(), filters })
  await step(name + ': diagnostic', () => engine.devDiagnostic(asked()))
  await step(name + ': data loss', () => engine.evaluateDataLoss({ ...asked(), schema: files(content) }))
  const made = await engine.createMigration({ ...asked(), draft: false, migrationName: name, schema: files(content) })
  await step(name + ': script', () => made.migrationScript)
  migrations.push(migration(`2026010${migrations.length}000000_${name}`, made.migrationScript))
  await step(name + ': apply', () => engine.applyMigrations(asked()))
  await step(name + ': history', () => engine.diagnoseMigrationHistory({ ...asked(), optInToShadowDatabase: true }))
}

await migrate('init', base)
await client.query(`INSERT INTO "User"(email, age, tags) SELECT 'u' || i || '@x', i, ARRAY['a'] FROM generate_series(1, 3) i`)
await client.query(`INSERT INTO scalars(vc, ch, updated_at, txt) VALUES ('v', 'c', now(), '12')`)
const changed = base
  .replace('age       Int?', 'age  BigInt @default(7)\n  nick String? @unique\n  bal2 Float @default(0)')
  .replace('enum Role {', 'enum Role {\n  OWNER')
  .replace('onDelete: Restrict', 'onDelete: Cascade, onUpdate: NoAction, map: "post_author_fk"')
  .replace('@@index([authorId, createdAt(sort: Desc)])', '@@index([createdAt, authorId(sort: Desc)], map: "post_created")\n @@unique([title, authorId])')
  .replace('money       Decimal?  @db.Money\n', '')
  .replace('small       Int       @db.SmallInt @default(3)', 'small String @default("x")')
  .replace('@db.VarChar(20)', '@db.VarChar(30)')
  .replace('txt         String?   @db.Text', 'txt String @default("zz") @db.VarChar(3)')
  .replace('f8          Float     @default(1.5)', 'f8 Decimal @db.Decimal(8,3)')
await migrate('change', changed)
const shorter = changed.replace('  ADMIN\n', '').replace('email     String    @unique', 'email String @unique(map: "mail_uq")')
const renamed = shorter.replace(/view UserStats[^}]*}/, '').replace('name: "region_slug"', 'name: "region_slug", map: "org_rs"').replace('map: "deal_stage_idx"', 'map: "deal_ix"')
await migrate('renames', renamed)
const dropped = renamed.replace(/model Membership [^}]*}/, '').replace('members Membership[]', '').replace('memberships Membership[]', '').replace('@unique @db.VarChar(50)', '@db.Char(50)').replace('email String @unique(map: "mail_uq")', 'email String')
await migrate('drops', dropped)
const engine = await schemaEngine(port, db, dropped)
await step('failing migration', async () => {
  migrations.push(migration('20260201000000_bad', 'CREATE TABLE ok1(a int);\nCREATE TABLE "User"(a int);'))
  return engine.applyMigrations({ migrationsList: list(), filters })
})
await step('history', () => engine.diagnoseMigrationHistory({ migrationsList: list(), optInToShadowDatabase: true, filters }))
await step('again', () => engine.applyMigrations({ migrationsList: list(), filters }))
await step('rolled back', () => engine.markMigrationRolledBack({ migrationName: '20260201000000_bad' }))
migrations.at(-1).migrationFile.content.value = 'CREATE TABLE ok1(a int PRIMARY KEY);\nCREATE INDEX ok1x ON ok1(a) WHERE a > 1;CREATE INDEX CONCURRENTLY ok1y ON ok1(a);'
await step('applied', () => engine.applyMigrations({ migrationsList: list(), filters }))
await step('applied by hand', async () => { migrations.push(migration('20260202000000_hand', 'CREATE TABLE hand(a int)')); return engine.markMigrationApplied({ migrationName: '20260202000000_hand', migrationsList: list() }) })
await step('history', () => engine.diagnoseMigrationHistory({ migrationsList: list(), optInToShadowDatabase: true, filters }))
await step('rows', async () => (await client.query('SELECT migration_name, logs, applied_steps_count, finished_at IS NULL f, rolled_back_at IS NULL r FROM _prisma_migrations ORDER BY started_at')).rows)
await step('edited', async () => { migrations[0].migrationFile.content.value += '-- x'; return engine.devDiagnostic({ migrationsList: list(), filters }) })
await step('diff', () => engine.diff({ from: { tag: 'migrations', ...list() }, to: { tag: 'schemaDatamodel', ...files(base) }, script: true, exitCode: null, filters }))
await step('diff summary', () => engine.diff({ from: { tag: 'migrations', ...list() }, to: { tag: 'schemaDatamodel', ...files(base) }, script: false, exitCode: true, filters }))
await step('execute', () => engine.dbExecute({ datasourceType: { tag: 'url', url: 'postgresql://x' }, script: 'CREATE VIEW v AS SELECT 1 AS a, \'x\'::text b; SELECT 1; INSERT INTO ok1 VALUES (1), (2)' }))
await step('execute error', () => engine.dbExecute({ datasourceType: { tag: 'url', url: 'postgresql://x' }, script: 'INSERT INTO ok1 VALUES (3); INSERT INTO ok1 VALUES (1)' }))
await step('introspect', async () => { const i = await engine.introspect({ schema: files(dropped), baseDirectoryPath: '.', force: false, compositeTypeDepth: 1, namespaces: null }); return i.schema.files[0].content + JSON.stringify(i.views) + i.warnings })
await step('reset', () => engine.reset({ filter: filters }))
await step('tables', async () => (await client.query("SELECT nspname, relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname !~ '^pg_|information_schema'")).rows)
process.exit(0)
