import { describe, expect, it } from 'vitest'
import { measure, type Script } from '../vite/sizes.ts'

const script = (file: string, sources: string[], brings: string[] = [], later: string[] = []): Script => ({
  file,
  sources,
  brings,
  later,
})

const scripts = [
  script('base.js', ['src/main.tsx'], ['base.css']),
  script('public.js', ['src/shell/public-frame.tsx']),
  script('shell.js', ['src/shell/shell.tsx'], ['base.js']),
  script('soon.js', ['src/shell/soon.ts'], [], ['dialog.js']),
  script('dialog.js', ['src/parts/dialog.tsx']),
  script('list.js', ['src/parts/list.tsx'], ['list.css']),
  script('sign-in.js', ['src/screens/sign-in/sign-in-screen.tsx'], ['base.js']),
  script('sign-in-texts.js', ['src/texts/en/sign-in.ts']),
  script('overview.js', ['src/screens/overview/overview-screen.tsx'], ['base.js']),
  script('overview-texts.js', ['src/texts/en/overview.ts']),
  script('keys.js', ['src/screens/keys/keys-screen.tsx'], ['base.js', 'dialog.js', 'list.js']),
  script('keys-texts.js', ['src/texts/en/keys.ts']),
]
const files = scripts.flatMap(({ file, brings }) => [file, ...brings])
const bytes = new Map(['index.html', ...files].map((file, index) => [file, 2 ** index]))
const sum = (...names: string[]) => names.reduce((total, name) => total + (bytes.get(name) ?? Number.NaN), 0)

// The bounds themselves are checked by each build: one that is over them fails, and the gateway then has no console.
describe('what the screens weigh', () => {
  const sizes = new Map(measure(scripts, bytes).map((size) => [size.name, size]))

  it('the first pages count whole, with all that they bring, each file once', () => {
    expect(sizes.get('the sign-in, as a whole')).toMatchObject({
      bytes: sum('index.html', 'base.js', 'base.css', 'public.js', 'sign-in.js', 'sign-in-texts.js'),
      bound: 150_000,
    })
    expect(sizes.get('the overview, as a whole')).toMatchObject({
      bytes: sum('index.html', 'base.js', 'base.css', 'shell.js', 'overview.js', 'overview-texts.js'),
      bound: 150_000,
    })
  })

  it('a further screen counts with what is not there yet: its styles and texts too, and nothing that comes anyway', () => {
    expect(sizes.get('keys/keys')).toEqual({
      name: 'keys/keys',
      bytes: sum('keys.js', 'list.js', 'list.css', 'keys-texts.js'),
      bound: 30_000,
    })
  })

  it('a source that has moved is noticed, not counted as nothing', () => {
    expect(() => measure(scripts.slice(1), bytes)).toThrow('no script has src/main.tsx')
  })
})
