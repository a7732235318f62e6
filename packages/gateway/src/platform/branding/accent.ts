/** What is drawn in an accent colour, each as `#rrggbb`. */
export type Accent = {
  colour: string
  /** Under a pointer. */
  strong: string
  /** What is written on it. */
  onIt: string
  /** Behind what is chosen. */
  soft: string
  /** Text in this colour, on `soft` too. */
  text: string
}

type Rgb = readonly [number, number, number]
export type Look = 'light' | 'dark'

/** What text in an accent colour lies on: of the backgrounds of pages, the one with the least contrast. */
const BACKGROUNDS: Readonly<Record<Look, Rgb>> = { light: [240, 242, 245], dark: [29, 34, 43] }

/** How cards are coloured, and how much of the accent is in what is soft. */
const SOFT: Readonly<Record<Look, { surface: Rgb; part: number }>> = {
  light: { surface: [255, 255, 255], part: 0.09 },
  dark: { surface: [20, 23, 29], part: 0.14 },
}

/** WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5

const BLACK = '#000000'
const WHITE = '#ffffff'

export function parseColour(text: unknown): string | undefined {
  return typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : undefined
}

/** The contrast with the background, if it is too little for text; else undefined. */
export function tooLittleContrast(colour: string, look: Look): number | undefined {
  const contrast = contrastOf(rgbOf(colour), BACKGROUNDS[look])
  return contrast < LEAST_CONTRAST ? contrast : undefined
}

/** The colour as it is, or so much lighter that it can be read in the dark. */
export function forTheDark(colour: string): string {
  return hexOf(readableOn([BACKGROUNDS.dark], rgbOf(colour), rgbOf(WHITE)))
}

/** Everything that is drawn in the accent colour. On it there is black or white, whichever can be read better. */
export function accentOf(colour: string, look: Look): Accent {
  const own = rgbOf(colour)
  const [white, black] = [rgbOf(WHITE), rgbOf(BLACK)]
  const isWhiteOnIt = contrastOf(own, white) >= contrastOf(own, black)
  // Under a pointer, the colour moves away from what is written on it.
  const strong = mixed(own, isWhiteOnIt ? black : white, 0.2)
  const soft = mixed(SOFT[look].surface, own, SOFT[look].part).map(Math.round) as [number, number, number]
  const text = readableOn([BACKGROUNDS[look], soft], own, look === 'light' ? black : white)
  return { colour, strong: hexOf(strong), onIt: isWhiteOnIt ? WHITE : BLACK, soft: hexOf(soft), text: hexOf(text) }
}

/** The colour, moved towards the other one until it can be read on each of the backgrounds. */
function readableOn(backgrounds: readonly Rgb[], colour: Rgb, towards: Rgb): Rgb {
  for (let part = 0; part < 1; part += 0.05) {
    const moved = rgbOf(hexOf(mixed(colour, towards, part)))
    if (backgrounds.every((background) => contrastOf(moved, background) >= LEAST_CONTRAST)) return moved
  }
  return towards
}

function rgbOf(colour: string): Rgb {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function mixed(one: Rgb, other: Rgb, part: number): Rgb {
  const mix = (a: number, b: number) => a + (b - a) * part
  return [mix(one[0], other[0]), mix(one[1], other[1]), mix(one[2], other[2])]
}

/** WCAG 2.2, contrast ratio. */
function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, relative luminance. */
function luminanceOf(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
