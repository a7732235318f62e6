import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** A file of the built console, as it is sent. */
export type Asset = {
  type: string
  etag: string
  /** Whether the name has a hash of the content, so that the file under it never changes. */
  isImmutable: boolean
  body: Buffer
  /** The body compressed, where that makes it smaller. */
  compressed: ReadonlyMap<Encoding, Buffer>
}

export type Encoding = 'br' | 'gzip'

export type Assets = {
  /** The file with that path in the folder, `/` between its parts; undefined for every other text. */
  find(name: string): Promise<Asset | undefined>
  /** The page of the console; undefined if the folder has none, because it was not built. */
  page(): Promise<Asset | undefined>
}

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.svg', 'image/svg+xml; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
])

const PAGE = 'index.html'
/** Vite names the files in this folder after their content. */
const HASHED = 'assets/'
/** Below that, compressing saves no packet. */
const WORTH_COMPRESSING = 1024

/** What is sent in place of a file of the folder: another body of the same type. */
type Change = (name: string, body: Buffer) => Buffer

/**
 * The files of a folder. Which ones there are is read once, so a request can only name one of them: no path is ever made
 * from what a request says. Names that begin with a dot, links, and types that are not in the list do not belong to a
 * build. A file is read and compressed for its first request. A new build is noticed by the time of its page.
 */
export function createAssets(folder: string, change: Change = (_, body) => body): Assets {
  let files = new Map<string, string>()
  let loaded = new Map<string, Promise<Asset | undefined>>()
  let builtAt: number | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const found = await stat(path.join(folder, PAGE)).catch(() => undefined)
    const at = found?.isFile() ? found.mtimeMs : undefined
    if (at === builtAt) return
    files = at === undefined ? new Map() : await listFiles(folder)
    loaded = new Map()
    builtAt = at
  }

  /** One look at a time: requests that come meanwhile wait for it. */
  function lookAgain(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  function load(name: string): Promise<Asset | undefined> {
    const file = files.get(name)
    if (file === undefined) return Promise.resolve(undefined)
    const asset = loaded.get(name) ?? read(file, name, change).catch(() => undefined)
    loaded.set(name, asset)
    return asset
  }

  return {
    async find(name) {
      if (builtAt === undefined || !files.has(name)) await lookAgain()
      return load(name)
    },
    async page() {
      await lookAgain()
      return load(PAGE)
    },
  }
}

async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.flatMap((entry): [string, string][] => {
    const file = path.join(entry.parentPath, entry.name)
    const parts = path.relative(folder, file).split(path.sep)
    if (!entry.isFile() || !TYPES.has(path.extname(file)) || parts.some((part) => part.startsWith('.'))) return []
    return [[parts.join('/'), file]]
  })
  return new Map(files)
}

async function read(file: string, name: string, change: Change): Promise<Asset> {
  const body = change(name, await readFile(file))
  const type = TYPES.get(path.extname(file)) ?? 'application/octet-stream'
  return {
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    isImmutable: name.startsWith(HASHED) || name.startsWith(`embed/${HASHED}`),
    body,
    compressed: type.includes('charset') && body.length >= WORTH_COMPRESSING ? await compress(body) : new Map(),
  }
}

/** One step below the most, which takes ten times as long for a few per cent. */
async function compress(body: Buffer): Promise<Map<Encoding, Buffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(body, { params }),
    promisify(gzip)(body, { level: 9 }),
  ])
  const all: [Encoding, Buffer][] = [
    ['br', br],
    ['gzip', gzipped],
  ]
  return new Map(all.filter(([, bytes]) => bytes.length < body.length))
}
