import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What other people ask to be kept with their code: for each package its name and version, and the texts it comes with. */
export function licencesOf(folders: readonly string[]): string {
  return folders.map(licenceOf).join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceOf(folder: string): string {
  const { name, version, license, author }: Record<string, unknown> = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  if (typeof license !== 'string') throw new Error(`${name} names no licence, so no program of ours may have it inside`)
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => readFileSync(path.join(folder, entry.name), 'utf8').trim())
  const by = typeof author === 'object' && author !== null && 'name' in author ? author.name : author
  return `${[`${name} ${version} (${license}${by === undefined ? '' : `, ${by}`})`, ...texts].join('\n\n')}\n`
}
