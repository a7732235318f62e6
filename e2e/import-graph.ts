import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** From the bottom to the top: an import goes down, or stays in its module. ARCHITECTURE.md says what belongs where. */
export const LAYERS = ['platform', 'access', 'transport', 'features', 'commands'] as const

/** One import; paths are relative to the source folder. An `import type` is gone when the program runs. */
export type Import = { from: string; to: string; typeOnly: boolean }

/** Every import of one file of the folder by another, tests left out. */
export async function readImports(source: string): Promise<Import[]> {
  const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test|\.d)\.ts$/.test(file))
  const found = await Promise.all(
    files.map(async (from) => importsIn(await readFile(path.join(source, from), 'utf8')).map(resolvedFrom(from))),
  )
  return found.flat()
}

function resolvedFrom(from: string) {
  return ({ to, typeOnly }: Omit<Import, 'from'>): Import => ({
    from,
    to: path.join(path.dirname(from), to),
    typeOnly,
  })
}

/** The relative imports in a source text, those that are loaded later included. */
export function importsIn(text: string): Omit<Import, 'from'>[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?([^'"`;]*?from\s+)?'(\.[^']+\.ts)'/gm)
  const later = text.matchAll(/\bimport\('(\.[^']+\.ts)'\)/g)
  return [
    ...[...statements].map(([, type, names = '', to = '']) => ({
      to,
      typeOnly: type !== undefined || onlyTypes(names),
    })),
    ...[...later].map(([, to = '']) => ({ to, typeOnly: false })),
  ]
}

/** An import of the form `{ type A, type B } from` is also gone at run time. */
export function onlyTypes(names: string): boolean {
  const inBraces = /^\s*\{([^}]*)\}\s*from\s+$/.exec(names)?.[1]
  const each = inBraces
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return each !== undefined && each.length > 0 && each.every((name) => name.startsWith('type '))
}

/**
 * Imports of a layer by one beneath it. Files in no layer (app.ts, main.ts) put the layers together, and no layer may
 * import them.
 */
export function arrowsUp(imports: readonly Import[]): string[] {
  return imports
    .filter(({ from, to }) => heightOf(to) > heightOf(from))
    .map(({ from, to }) => `${from} → ${to}`)
    .sort()
}

function heightOf(file: string): number {
  const layer = LAYERS.findIndex((name) => file.startsWith(`${name}/`))
  return layer === -1 ? LAYERS.length : layer
}

/**
 * The module of a file: `features/api-keys` for every file in that folder. `access` is one module, and a file directly
 * in another layer's folder is a module of its own.
 */
export function moduleOf(file: string): string {
  const [layer = '', module = '', ...inside] = file.split('/')
  return layer === 'access' ? layer : inside.length > 0 ? `${layer}/${module}` : file
}

/**
 * The cycles of modules that import each other at run time, directly or through others; each cycle once, as its sorted
 * modules.
 */
export function moduleCycles(imports: readonly Import[]): string[][] {
  const arrows = new Map<string, Set<string>>()
  for (const { from, to, typeOnly } of imports) {
    const [one, other] = [moduleOf(from), moduleOf(to)]
    if (typeOnly || one === other) continue
    arrows.set(one, (arrows.get(one) ?? new Set()).add(other))
  }
  const reached = new Map([...arrows.keys()].map((module) => [module, reachableFrom(module, arrows)]))
  const circles = [...arrows.keys()]
    .filter((module) => reached.get(module)?.has(module))
    .map((module) => [...(reached.get(module) ?? [])].filter((other) => reached.get(other)?.has(module)).sort())
  return [...new Map(circles.map((circle) => [circle.join(' '), circle])).values()]
}

function reachableFrom(module: string, arrows: Map<string, Set<string>>): Set<string> {
  const reached = new Set<string>()
  const next = [...(arrows.get(module) ?? [])]
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (reached.has(one)) continue
    reached.add(one)
    next.push(...(arrows.get(one) ?? []))
  }
  return reached
}
