import { escapeHtml } from '../values/html.ts'
import { type Picture, pictureOf } from './picture.ts'
import type { Settings } from './settings.ts'

const PAPER = '#2450d3'
const INK = '#ffffff'

type Given = { icon: Picture | undefined; logo: Picture | undefined; appName: string; accent: Settings['accent'] }

/**
 * What tabs of a browser show: the icon of the brand, else its logo if that is about as wide as high, since nobody could
 * read a wide one there, else the first letter of the name.
 */
export function iconOf({ icon, logo, appName, accent }: Given): Picture {
  if (icon) return icon
  if (logo && isSquarish(logo)) return logo
  const letter = escapeHtml([...appName][0]?.toLocaleUpperCase('en') ?? '')
  const { colour, onIt } = accent?.light ?? { colour: PAPER, onIt: INK }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/><text x="16" y="22.5" text-anchor="middle" font-family="system-ui, sans-serif" font-size="19" font-weight="600" fill="${onIt}">${letter}</text></svg>`
  return pictureOf('image/svg+xml', Buffer.from(svg))
}

function isSquarish({ type, body }: Picture): boolean {
  const [width, height] = type === 'image/png' ? sizeOfPng(body) : sizeOfSvg(body.toString('utf8'))
  return width > 0 && height > 0 && Math.max(width / height, height / width) <= 1.5
}

/** PNG, 11.2.1: the chunk IHDR is the first, behind its length and name. */
function sizeOfPng(body: Buffer): [number, number] {
  return body.length < 24 ? [0, 0] : [body.readUInt32BE(16), body.readUInt32BE(20)]
}

function sizeOfSvg(text: string): [number, number] {
  const tag = /<svg\b[^>]*>/.exec(text)?.[0] ?? ''
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(tag)
  const side = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)`).exec(tag)?.[1]
  return [Number(box?.[1] ?? side('width') ?? 0), Number(box?.[2] ?? side('height') ?? 0)]
}
