import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Entry, SECTIONS } from './sections.ts'

/** The repository. */
export const ROOT = path.join(import.meta.dirname, '..')

/** Pages outside `docs/`. */
const ELSEWHERE = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'packages/client/README.md',
  'packages/verifier/README.md',
]

const DECISIONS = 'docs/decisions/README.md'

/** The files of all pages, from the root of the repository. */
export function listPages(): string[] {
  const inDocs = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  return [...ELSEWHERE, ...inDocs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)].sort()
}

/** Where the page of a file is in the site, as a file too: `docs/api-keys.md` is at `api-keys.md`. */
export function placeOf(file: string): string {
  if (file === 'README.md') return 'index.md'
  return file
    .replace(/^docs\//, '')
    .replace(/^packages\/(.+)\/README\.md$/, 'packages/$1.md')
    .replace(/README\.md$/, 'index.md')
}

/** The target of a link as a file of the repository, with what comes after `#`; null for the page itself and for other hosts. */
export function targetOf(link: string, from: string): { file: string; anchor: string } | null {
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(link)) return null
  const [address = '', anchor = ''] = link.split('#')
  const file = address === '' ? from : path.posix.join(path.posix.dirname(from), decodeURIComponent(address))
  return { file, anchor }
}

/** The id of a heading, by GitHub's rule, so that links hold in both places. */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')

const linkOf = (file: string) => `/${placeOf(file)}`.replace(/(?:index)?\.md$/, '')

/** The sections of the sidebar, with the decisions as one of them, and no page left out. */
export function sidebarOf(pages: string[]) {
  const decisions = pages.filter((file) => file.startsWith('docs/decisions/') && file !== DECISIONS)
  const named = new Set(SECTIONS.flatMap(({ entries }) => entries.map(([file]) => file)))
  const unnamed = pages.filter((file) => !named.has(file) && file !== DECISIONS && !decisions.includes(file))
  const lines = (entries: readonly Entry[]) =>
    entries.filter(([file]) => pages.includes(file)).map(([file, text]) => ({ text, link: linkOf(file) }))
  return [
    ...SECTIONS.map(({ name, entries }) => ({
      text: name,
      collapsed: false,
      items: lines([...entries, ...(name === 'Reference' ? unnamed.map(titled) : [])]),
    })),
    { text: 'Decisions', collapsed: true, items: lines([[DECISIONS, 'All decisions'], ...decisions.map(titled)]) },
  ]
}

const titled = (file: string): Entry => [file, titleOf(readFileSync(path.join(ROOT, file), 'utf8')) || file]

const titleOf = (text: string) => /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '') ?? ''
