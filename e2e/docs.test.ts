import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)

async function documents(): Promise<string[]> {
  const inDocs = await readdir(new URL('docs/', root), { recursive: true })
  const paths = [...(await readdir(root)), ...inDocs.map((path) => `docs/${path}`)]
  return paths.filter((path) => path.endsWith('.md'))
}

const read = async (path: string) => (await readFile(new URL(path, root), 'utf8')).split('\n')
const isRow = (line: string | undefined) => line?.startsWith('|') === true
/** Cells of a row; a pipe that belongs to the text is written `\|`. */
const cellsOf = (row: string) => row.split(/(?<!\\)\|/).length - 2

describe('the documents', async () => {
  it.each(await documents())(
    '%s has tables that are whole: a head, a rule, and rows with as many cells',
    async (path) => {
      const lines = await read(path)
      const broken: string[] = []
      lines.forEach((line, index) => {
        if (!isRow(line)) return
        const before = lines[index - 1]
        if (isRow(before)) {
          if (cellsOf(line) !== cellsOf(before ?? '')) broken.push(`${index + 1}: ${line}`)
        } else if ((before ?? '') !== '' || !/^\|(?:[ :-]+\|)+$/.test(lines[index + 1] ?? '')) {
          broken.push(`${index + 1}: ${line}`)
        }
      })
      expect(broken).toEqual([])
    },
  )
})

describe('docs/asvs.md', () => {
  /** Requirements of level 1 and 2 in each chapter of the standard, version 5.0.0. */
  const CHAPTERS = {
    V1: 27,
    V2: 11,
    V3: 19,
    V4: 10,
    V5: 9,
    V6: 35,
    V7: 18,
    V8: 7,
    V9: 7,
    V10: 29,
    V11: 14,
    V12: 9,
    V13: 13,
    V14: 9,
    V15: 13,
    V16: 16,
    V17: 7,
  }

  it('answers every requirement of levels 1 and 2, once, and counts its answers', async () => {
    const lines = await read('docs/asvs.md')
    const rows = lines.flatMap((line) => {
      const [, id = '', , , answer = '', how = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
      return /^\d+\.\d+\.\d+$/.test(id) ? [{ id, answer, how }] : []
    })
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const chapters = Object.groupBy(rows, ({ id }) => `V${id.split('.')[0]}`)
    expect(Object.fromEntries(Object.entries(chapters).map(([name, of]) => [name, of?.length]))).toEqual(CHAPTERS)
    expect(rows.filter(({ how }) => how === '')).toEqual([])
    for (const answer of ['met', 'in part', 'yours', 'not met', '–']) {
      const said = lines.find((line) => line.startsWith(`| ${answer} | `))?.match(/(\d+) \|$/)?.[1]
      expect([answer, Number(said)]).toEqual([answer, rows.filter((row) => row.answer === answer).length])
    }
  })

  it('cites only files that are there', async () => {
    const text = (await read('docs/asvs.md')).join('\n')
    const cited = [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]*)`/g)].map(([, path]) => path ?? '')
    expect(cited.length).toBeGreaterThan(20)
    for (const path of new Set(cited)) {
      if (path.startsWith('/') || path.startsWith('DATA_DIR')) continue
      const places = [new URL(`packages/gateway/src/${path}`, root), new URL(path, root)]
      const found = await Promise.all(places.map((place) => readFile(place).then(() => true, isFolder)))
      expect([path, found.includes(true)]).toEqual([path, true])
    }
  })
})

const isFolder = (error: NodeJS.ErrnoException) => error.code === 'EISDIR'
