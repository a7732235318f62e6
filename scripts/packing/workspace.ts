import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What is read of a package.json; all else is passed on as it is. */
export type Manifest = {
  name: string
  version: string
  private?: boolean
  exports?: string | Record<string, string>
  bin?: Record<string, string>
  /** In `publishConfig`: what is packed beside what every package has. */
  files?: string[]
  engines?: { node: string }
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  /** In `publishConfig`: what a clone has, and the package that people install works without. */
  peerDependenciesMeta?: Record<string, { optional: true }>
  /** What is different in the package that people install. */
  publishConfig?: Partial<Manifest>
}

export const root = path.join(import.meta.dirname, '../..')

/** A package of this repository: `folder` is its name below `packages/`. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folderOf(folder), 'package.json'), 'utf8'))
}

export const folderOf = (folder: string) => path.join(root, 'packages', folder)
