import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './pages.ts'

/** Files that pages link to, such as configurations of proxies: the site carries them along. */
export function openFiles() {
  const linked = new Set<string>()
  return {
    /** The address of a file in the site, or null for a folder, which has no page there. */
    addressOf(file: string, from: string): string | null {
      const there = path.join(ROOT, file)
      if (!existsSync(there)) throw new Error(`${from} links to ${file}, which is not there`)
      if (statSync(there).isDirectory()) return null
      linked.add(file)
      // As text: browsers save what they do not know, such as a .lua, instead of showing it.
      return `/files/${file}${path.extname(file) === '.json' ? '' : '.txt'}`
    },
    copyTo(outDir: string): void {
      for (const file of linked) {
        const target = path.join(outDir, 'files', path.extname(file) === '.json' ? file : `${file}.txt`)
        mkdirSync(path.dirname(target), { recursive: true })
        copyFileSync(path.join(ROOT, file), target)
      }
    },
  }
}

/** Scripts, styles, pictures and fonts of other hosts that a page would ask for. */
export function foreignRequests(html: string): string[] {
  const loaded = /<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)="((?:https?:)?\/\/[^"]+)"/g
  return [...html.matchAll(loaded)].map(([, url = '']) => url)
}

/** As {@link foreignRequests}, for a style sheet. */
export const foreignInStyles = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/url\(["']?((?:https?:)?\/\/[^)"']+)/g)].map(([, url = '']) => url)
