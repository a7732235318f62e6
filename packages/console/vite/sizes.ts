/** In bytes, as gzip makes them of index.html, scripts and styles. Fonts are not counted: text is there before them. */
const BOUNDS = {
  /** What somebody sees first: the sign-in, or the overview who comes back. */
  first: 150_000,
  /** What a further screen brings, beside what the frame has, and loads a moment after it stands (src/shell/soon.ts). */
  further: 30_000,
} as const

export type Size = { name: string; bytes: number; bound: number }

/** A script of the build: which sources it has, which scripts and styles come with it, and which may come later. */
export type Script = {
  file: string
  sources: readonly string[]
  brings: readonly string[]
  later: readonly string[]
}

const PAGE = 'index.html'
const ENTRY = 'src/main.tsx'
const PUBLIC_FRAME = 'src/shell/public-frame.tsx'
const FRAME = 'src/shell/shell.tsx'
const SOON = 'src/shell/soon.ts'
const SIGN_IN = 'src/screens/sign-in/sign-in-screen.tsx'
const OVERVIEW = 'src/screens/overview/overview-screen.tsx'
const SCREEN = /^src\/screens\/([a-z-]+)\/([a-z-]+)-screen\.tsx$/

/** What each screen weighs, the two that may be first as a whole. `bytes`: what each file weighs. */
export function measure(scripts: readonly Script[], bytes: ReadonlyMap<string, number>): Size[] {
  const byFile = new Map(scripts.map((script) => [script.file, script]))
  const withTexts = (screen: string) => [screen, `src/texts/en/${SCREEN.exec(screen)?.[1]}.ts`]
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + (bytes.get(file) ?? 0), 0)

  function having(source: string): Script[] {
    const found = scripts.filter(({ sources }) => sources.includes(source))
    if (found.length === 0) throw new Error(`no script has ${source}`)
    return found
  }
  function add(file: string, files: Set<string>): Set<string> {
    if (files.has(file)) return files
    files.add(file)
    for (const brought of byFile.get(file)?.brings ?? []) add(brought, files)
    return files
  }
  const filesOf = (sources: readonly string[], files = new Set<string>()) => {
    for (const { file } of sources.flatMap(having)) add(file, files)
    return files
  }
  const whole = (name: string, sources: readonly string[]): Size => ({
    name,
    bytes: sum(filesOf(sources).add(PAGE)),
    bound: BOUNDS.first,
  })

  const publicly = [ENTRY, PUBLIC_FRAME]
  const signedIn = [ENTRY, FRAME]
  const thereSignedOut = filesOf([...publicly, ...withTexts(SIGN_IN)])
  const thereSignedIn = filesOf([...signedIn, SOON])
  for (const file of having(SOON).flatMap(({ later }) => later)) add(file, thereSignedIn)
  const further = (screen: string): Size => {
    const [, area = '', name = ''] = SCREEN.exec(screen) ?? []
    const there = area === 'sign-in' ? thereSignedOut : thereSignedIn
    const own = [...filesOf(withTexts(screen))].filter((file) => !there.has(file))
    return { name: `${area}/${name}`, bytes: sum(own), bound: BOUNDS.further }
  }
  const screens = new Set(scripts.flatMap(({ sources }) => sources).filter((source) => SCREEN.test(source)))
  return [
    whole('the sign-in, as a whole', [...publicly, ...withTexts(SIGN_IN)]),
    whole('the overview, as a whole', [...signedIn, ...withTexts(OVERVIEW)]),
    ...[...screens]
      .filter((screen) => screen !== SIGN_IN && screen !== OVERVIEW)
      .sort()
      .map(further),
  ]
}
