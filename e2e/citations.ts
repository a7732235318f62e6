import path from 'node:path'

/** A file of the repository, its path from the root. */
export type SourceFile = { path: string; text: string }

/** `docs/decisions/0008`, with or without the rest of the file's name. */
const RECORD = /docs\/decisions\/(\d+)([\w.-]*)/g
/** A decision cited by its number, in upper or lower case; in a document it may be the text of a link. */
const NUMBERED = /\bdecisions? (\d+)(\]\(([^)\s]*)\))?/gi
const DOCUMENT = /(?:https?:\/\/)?[\w./-]*[\w-]\.md\b/g
/** A file of code, by its name or by the end of its path, in a comment or between backticks in a document. */
const CODE_FILE = /(?<![\w/.-])(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs)\b/g
const QUOTED_FILE = /(?<=`)(?:[\w.-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs)(?=`)/g
const COMMENT = /^\s*(?:\/?\*|\/\/)/
const LINK = /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g
/** References that a reader who has only the repository cannot look up. */
const ELSEWHERE = [
  { what: 'a section of a document that is not here', pattern: /\bbehaviour (?:§ ?)?\d+(?:\.\d+)+|\bspec\/\w+/g },
  { what: 'a mark of a list that is not here', pattern: /[(,] ?[CJ]\d{1,2}[),]|\b[CJ]\d{1,2}:/g },
  { what: 'a rule of a list that is not here', pattern: /\brules? \d+\b/gi },
  { what: 'the number of an issue', pattern: /\bissues? #?\d+|\(#\d+\)|\b(?:closes|fixes|see) #\d+/gi },
]

const isMarkdown = (file: string) => file.endsWith('.md')

/**
 * One line for each citation in the file that names something outside the repository, or something that does not exist.
 * In code a decision is cited as `docs/decisions/0008`, so that one search finds everything that depends on it; a
 * document links to it.
 */
export function findBrokenCitations(file: SourceFile, paths: ReadonlySet<string>): string[] {
  return file.text.split('\n').flatMap((line, index) => {
    const problems = [
      ...documents(file.path, line, paths),
      ...(isMarkdown(file.path)
        ? [...links(file.path, line, paths), ...numbers(file.path, line, paths)]
        : inCode(line)),
      ...records(file.path, line, paths),
      ...codeFiles(file.path, line, paths),
      ...ELSEWHERE.flatMap(({ what, pattern }) =>
        [...line.matchAll(pattern)].map(([found]) => `${what}: ${found.trim()}`),
      ),
    ]
    return problems.map((problem) => `${file.path}:${index + 1}: ${problem}`)
  })
}

/** A path may be relative to the root, to docs/, or to the citing file. */
function documents(from: string, line: string, paths: ReadonlySet<string>): string[] {
  return [...line.matchAll(DOCUMENT)]
    .map(([found]) => found)
    .filter((found) => !/^https?:/.test(found) && !isThere(found, ['.', 'docs', path.dirname(from)], paths))
    .map((found) => `no such document: ${found}`)
}

function links(from: string, line: string, paths: ReadonlySet<string>): string[] {
  return [...line.matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && !isThere(target, [path.dirname(from)], paths))
    .map((target) => `a link to nothing: ${target}`)
}

function records(from: string, line: string, paths: ReadonlySet<string>): string[] {
  return [...line.matchAll(RECORD)].flatMap(([found, digits = '', rest = '']) => {
    if (digits.length !== 4 || !recordOf(Number(digits), paths)) return [`no such decision: ${found}`]
    if (!isMarkdown(from) && rest.startsWith('-')) return [`write docs/decisions/${digits} for ${found}`]
    return []
  })
}

/** The changelog is left out, because its files existed when it was written. */
function codeFiles(from: string, line: string, paths: ReadonlySet<string>): string[] {
  if (from === 'CHANGELOG.md' || !(isMarkdown(from) || COMMENT.test(line))) return []
  return [...line.matchAll(isMarkdown(from) ? QUOTED_FILE : CODE_FILE)]
    .map(([found]) => found)
    .filter((found) => !paths.has(found) && ![...paths].some((one) => one.endsWith(`/${found}`)))
    .map((found) => `no such file: ${found}`)
}

/** In documents, a number has to be that of an existing record, and a link on it has to lead to that record. */
function numbers(from: string, line: string, paths: ReadonlySet<string>): string[] {
  return [...line.matchAll(NUMBERED)].flatMap(([found, digits, isLink, target = '']) => {
    const record = recordOf(Number(digits), paths)
    if (!record) return [`no such decision: ${found}`]
    const linked = path.posix.join(path.dirname(from), target.replace(/#.*/, ''))
    return isLink !== undefined && linked !== record ? [`not the record of that decision: ${found}`] : []
  })
}

function inCode(line: string): string[] {
  return [...line.matchAll(NUMBERED)].map(([found]) => `write docs/decisions/NNNN for ${found}`)
}

function recordOf(number: number, paths: ReadonlySet<string>): string | undefined {
  const prefix = `docs/decisions/${String(number).padStart(4, '0')}-`
  return [...paths].find((one) => one.startsWith(prefix))
}

function isThere(target: string, folders: string[], paths: ReadonlySet<string>): boolean {
  return folders.some((folder) => {
    const meant = path.posix.join(folder, target).replace(/\/$/, '')
    return paths.has(meant) || [...paths].some((one) => one.startsWith(`${meant}/`))
  })
}
