import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { openGateway } from '../../gateway/src/app.ts'
import { readConfig } from '../../gateway/src/platform/config/config.ts'
import { createLog } from '../../gateway/src/platform/log.ts'

/** The two files, as they must be: where they lie, and their text. */
type Generated = Record<'document' | 'types', { file: URL; text: string }>

/**
 * Makes the OpenAPI document of the gateway's own routes, and the client's types from it. The gateway is opened on an
 * empty folder and never listens.
 */
export async function generate(): Promise<Generated> {
  const document = inStableOrder(await readDocument())
  const text = `${JSON.stringify(document, null, 2)}\n`
  // The generator changes what it is given, so it gets the text.
  const types = astToString(
    await openapiTypescript(text, {
      alphabetize: false,
      immutable: false,
      // A member with a default may be left out of a request.
      defaultNonNullable: false,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
    }),
  )
  return {
    document: { file: new URL('../openapi.json', import.meta.url), text },
    types: {
      file: new URL('../src/generated/schema.ts', import.meta.url),
      text: `// Generated from packages/client/openapi.json by npm run generate: do not edit.\n\n${types}`,
    },
  }
}

async function readDocument(): Promise<OpenAPI3> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'quiva-openapi-'))
  try {
    const gateway = await openGateway(readConfig({ DATA_DIR: dataDir }), createLog('silent'))
    try {
      return (await gateway.server.inject('/openapi.json')).json()
    } finally {
      await gateway.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Paths and methods by name, so that moving a route in the code changes nothing here; members as their schemas say. */
function inStableOrder(document: OpenAPI3): OpenAPI3 {
  const paths = byName(document.paths ?? {}).map(([url, item]) => [url, Object.fromEntries(byName(item))])
  const { openapi, info, servers, tags, security, components } = document
  return {
    openapi,
    info,
    servers,
    tags,
    security,
    paths: Object.fromEntries(paths),
    components: inOrder(components),
  } as OpenAPI3
}

function inOrder(components: OpenAPI3['components']) {
  return { ...components, schemas: Object.fromEntries(byName(components?.schemas ?? {})) }
}

function byName(members: object): [string, object][] {
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))
}

if (import.meta.main) {
  for (const { file, text } of Object.values(await generate())) await writeFile(file, text)
}
