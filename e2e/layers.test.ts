import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { arrowsUp, type Import, importsIn, LAYERS, moduleCycles, moduleOf, readImports } from './import-graph.ts'

const source = fileURLToPath(new URL('../packages/gateway/src/', import.meta.url))

describe('the layers of the gateway', () => {
  let imports: Import[]
  beforeAll(async () => {
    imports = await readImports(source)
  })

  it('are found in full', () => {
    expect(imports.length).toBeGreaterThan(2000)
    const layers = new Set(imports.map(({ from }) => from.split('/')[0]))
    expect(LAYERS.filter((layer) => !layers.has(layer))).toEqual([])
  })

  it('import only what lies beneath them', () => {
    expect(arrowsUp(imports)).toEqual([])
  })

  it('have no modules that import each other at run time', () => {
    expect(moduleCycles(imports)).toEqual([])
  })

  it('let features meet through their services, never through a store', () => {
    const entered = imports.filter(
      ({ from, to }) => to.startsWith('features/') && to.endsWith('store.ts') && moduleOf(from) !== moduleOf(to),
    )
    expect(entered.filter(({ from }) => from.startsWith('features/'))).toEqual([])
  })
})

describe('the reading of imports', () => {
  it.each<[string, string, ReturnType<typeof importsIn>]>([
    ['a value', "import { a } from './a.ts'", [{ to: './a.ts', typeOnly: false }]],
    ['values over several lines', "import {\n  a,\n  b,\n} from '../b.ts'", [{ to: '../b.ts', typeOnly: false }]],
    ['a type', "import type { A } from './a.ts'", [{ to: './a.ts', typeOnly: true }]],
    ['types by name', "import { type A, type B } from './a.ts'", [{ to: './a.ts', typeOnly: true }]],
    ['a type beside a value', "import { type A, b } from './a.ts'", [{ to: './a.ts', typeOnly: false }]],
    ['an effect', "import './a.ts'", [{ to: './a.ts', typeOnly: false }]],
    ['what is passed on', "export { a } from './a.ts'", [{ to: './a.ts', typeOnly: false }]],
    ['what is loaded later', "  const a = await import('./a.ts')", [{ to: './a.ts', typeOnly: false }]],
    ['a package', "import { a } from 'a'", []],
  ])('knows %s', (_, text, expected) => {
    expect(importsIn(text)).toEqual(expected)
  })
})

describe('the judgement of imports', () => {
  const value = (from: string, to: string): Import => ({ from, to, typeOnly: false })

  it.each([
    ['platform/log.ts', 'access/cache.ts'],
    ['access/cache.ts', 'transport/http/gate.ts'],
    ['transport/http/gate.ts', 'features/users/users.ts'],
    ['features/users/users.ts', 'commands/accounts.ts'],
    ['commands/accounts.ts', 'app.ts'],
  ])('finds the arrow from %s up to %s, of a type too', (from, to) => {
    expect(arrowsUp([value(from, to)])).toEqual([`${from} → ${to}`])
    expect(arrowsUp([{ from, to, typeOnly: true }])).toEqual([`${from} → ${to}`])
    expect(arrowsUp([value(to, from)])).toEqual([])
  })

  it('finds a circle over three modules, and none where a type closes it', () => {
    const open = [value('features/a/a.ts', 'features/b/b.ts'), value('features/b/c.ts', 'features/c/c.ts')]
    const circle = [['features/a', 'features/b', 'features/c']]
    expect(moduleCycles([...open, value('features/c/d.ts', 'features/a/d.ts')])).toEqual(circle)
    expect(moduleCycles([...open, { ...value('features/c/d.ts', 'features/a/d.ts'), typeOnly: true }])).toEqual([])
  })
})
