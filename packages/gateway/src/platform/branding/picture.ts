import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** A picture as it is served. `version` changes with its content. */
export type Picture = { type: 'image/svg+xml' | 'image/png'; body: Buffer; version: string }

const MOST_BYTES = 256 * 1000
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture of the folder, or undefined; adds a line to `problems` for one that is none. */
export async function readPicture(folder: string, name: string, problems: string[]): Promise<Picture | undefined> {
  const file = path.join(folder, name)
  const found = await stat(file)
  if (!found.isFile() || found.size === 0 || found.size > MOST_BYTES) {
    problems.push(`${name} must be a file of at most 256 kB`)
    return undefined
  }
  const body = await readFile(file)
  const isPng = name.endsWith('.png')
  // What an SVG has in it does not matter: it is only shown as an image, where no script runs, and served so that it is
  // inert by itself, too (features/pages/branding-routes.ts).
  const isRight = isPng ? body.subarray(0, PNG.length).equals(PNG) : /<svg[\s>]/.test(body.toString('utf8'))
  if (!isRight) problems.push(`${name} must be ${isPng ? 'a PNG image' : 'an SVG image'}`)
  return pictureOf(isPng ? 'image/png' : 'image/svg+xml', body)
}

export function pictureOf(type: Picture['type'], body: Buffer): Picture {
  return { type, body, version: createHash('sha256').update(body).digest('base64url').slice(0, 16) }
}
