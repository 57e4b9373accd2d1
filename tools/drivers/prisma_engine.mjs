// Prisma's schema engine, as WebAssembly, over its driver adapter for pg: what `prisma migrate` and `db pull` run.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import * as bg from '@prisma/schema-engine-wasm/schema_engine_bg'
const require = createRequire(import.meta.url)
const dir = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
const module = new WebAssembly.Module(readFileSync(join(dir, 'schema_engine_bg.wasm')))
const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bg })
bg.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()
global.PRISMA_WASM_PANIC_REGISTRY = { set_message: console.log }

// of PostgreSQL's types the adapter leaves out "char", and arrays of it and of name
const LEFT_OUT = {
  18: [25, ColumnTypeEnum.Character],
  1002: [1009, ColumnTypeEnum.CharacterArray],
  1003: [1009, ColumnTypeEnum.TextArray],
}
const handleRowDescription = pg.Query.prototype.handleRowDescription
let types
pg.Query.prototype.handleRowDescription = function (message) {
  types = message.fields.map((field) => LEFT_OUT[field.dataTypeID]?.[1])
  for (const field of message.fields) field.dataTypeID = LEFT_OUT[field.dataTypeID]?.[0] ?? field.dataTypeID
  return handleRowDescription.call(this, message)
}

function typed(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    return { ...result, columnTypes: result.columnTypes.map((type, i) => types[i] ?? type) }
  }
  return adapter
}

export function adapterFor(port, database) {
  return new PrismaPg({ host: '127.0.0.1', port: +port, user: 'postgres', database })
}

export async function schemaEngine(port, database, schema) {
  const factory = adapterFor(port, database)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => typed(await connect())
  factory.connectToShadowDb = async () => {
    const main = await connect(), shadow = `shadow_${database}`
    await main.executeScript(`CREATE DATABASE "${shadow}"`)
    const adapter = await adapterFor(port, shadow).connect(), close = adapter.dispose.bind(adapter)
    adapter.dispose = async () => {
      await close() // the adapter's own way drops the database first, while it is still in it
      await main.executeScript(`DROP DATABASE "${shadow}"`)
      await main.dispose()
    }
    return typed(adapter)
  }
  return bg.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

export const filters = { externalTables: [], externalEnums: [] }
export const files = (content) => ({ files: [{ path: 'schema.prisma', content }] })
