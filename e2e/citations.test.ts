import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBrokenCitations } from './citations.ts'

const root = path.join(import.meta.dirname, '..')

/** Not ours, made from what is read anyway, or (`site`) with names of pages, which e2e/site.test.ts checks. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  'data',
  'coverage',
  'dist',
  'site',
  '.vitest',
  '.programs',
  'generated',
  'package-lock.json',
])
/** The samples below. */
const SAMPLES = ['e2e/citations.test.ts']
const IS_TEXT = /(?:\.(?:ts|js|mjs|md|json|yaml|toml|lua|conf|cfg)|Caddyfile|Dockerfile|\.ci\/[\w-]+)$/

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true })
  const nested = entries.map(async (entry) => {
    if (SKIPPED.has(entry.name)) return []
    const name = path.posix.join(folder, entry.name)
    return entry.isDirectory() ? listFiles(name) : [name]
  })
  return (await Promise.all(nested)).flat()
}

describe('every document, decision and file of code that a comment or document cites', async () => {
  const files = await listFiles('.')
  const paths = new Set(files)
  const read = files.filter((file) => IS_TEXT.test(file) && !SAMPLES.includes(file))

  it('exists', async () => {
    expect(read.length).toBeGreaterThan(500)
    const broken = await Promise.all(
      read.map(async (file) =>
        findBrokenCitations({ path: file, text: await readFile(path.join(root, file), 'utf8') }, paths),
      ),
    )
    // Tutorials name files that their readers write.
    const ours = broken.flat().filter((line) => !/^docs\/tutorials\/.+: no such file: /.test(line))
    expect(ours).toEqual([])
  })
})

describe('what finds a citation that leads nowhere', () => {
  const paths = new Set(['ARCHITECTURE.md', 'docs/members.md', 'docs/decisions/0008-invitations.md', 'src/a.ts'])
  const find = (file: string, text: string) => findBrokenCitations({ path: file, text }, paths)

  it.each([
    ['a document that is there, from the root', '// docs/members.md says why'],
    ['a document that is there, from docs/', '// members.md says why'],
    ['a decision by its short form', '// nothing happens (docs/decisions/0008).'],
    ['a section of an RFC', '// RFC 9110, §7.6.1'],
    ['a document elsewhere, by its address', '// https://example.com/gone.md'],
    ['a character that has a name', "['a C1 control', 'x']"],
    ['a file of code, by the end of its path', '// a.ts does it, and src/a.ts'],
    ['a file of code that is no comment', "import './gone.ts'"],
    ['a colour', "background: '#0000'"],
  ])('lets through %s', (_what, text) => {
    expect(find('src/a.ts', text)).toEqual([])
  })

  it.each([
    ['a document that is not there', '// see docs/gone.md', 'no such document: docs/gone.md'],
    ['the specification', '// once (behaviour.md §1.8)', 'no such document: behaviour.md'],
    ['its table of permissions', '// asked first (permissions.md)', 'no such document: permissions.md'],
    ['its design', '// two seconds (design.md, "Honouring")', 'no such document: design.md'],
    ['its folder', '// measured (spec/nats)', 'a section of a document that is not here: spec/nats'],
    [
      'its sections without a document',
      '// a mail (behaviour 1.10)',
      'a section of a document that is not here: behaviour 1.10',
    ],
    ['its marks', '// kept (C15).', 'a mark of a list that is not here: (C15)'],
    ['its jobs', '/** J2: takes it back. */', 'a mark of a list that is not here: J2:'],
    ['its rules', '// in the body (rule 6).', 'a rule of a list that is not here: rule 6'],
    ['a decision in the old form', '// pending (Decision 8)', 'write docs/decisions/NNNN for Decision 8'],
    ['… in lower case', '// pending (decision 8)', 'write docs/decisions/NNNN for decision 8'],
    ['a decision that is not there', '// docs/decisions/0018', 'no such decision: docs/decisions/0018'],
    [
      'a decision by its whole name',
      '// docs/decisions/0008-invitations.md',
      'write docs/decisions/0008 for docs/decisions/0008-invitations.md',
    ],
    ['a file of code that is not there', '// as gone.ts does', 'no such file: gone.ts'],
    ['a file of code in another folder', ' * (other/a.ts)', 'no such file: other/a.ts'],
    ['an issue', '/** Issue 3: everywhere. */', 'the number of an issue: Issue 3'],
    ['an issue by its sign', '// mended (#12)', 'the number of an issue: (#12)'],
  ])('tells of %s', (_what, text, problem) => {
    expect(find('src/a.ts', `const one = 1\n${text}`)).toEqual([`src/a.ts:2: ${problem}`])
  })

  it.each([
    ['a link to a document that is not there', '[gone](gone.txt)', 'a link to nothing: gone.txt'],
    ['a file of code that is not there', 'see `src/gone.ts`', 'no such file: src/gone.ts'],
    ['a decision that is not there', 'as decision 9 says', 'no such decision: decision 9'],
    [
      'a link to another decision',
      '[decision 8](members.md)',
      'not the record of that decision: decision 8](members.md)',
    ],
  ])('tells of %s in a document', (_what, text, problem) => {
    expect(find('docs/members.md', text)).toEqual([`docs/members.md:1: ${problem}`])
  })

  it('lets through a link to the record of a decision', () => {
    expect(
      find('docs/members.md', '[decision 8](decisions/0008-invitations.md#why) and [it](../ARCHITECTURE.md)'),
    ).toEqual([])
  })
})
