import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generate } from '../scripts/generate.ts'

test('the committed OpenAPI document and client types are what the gateway serves; else: npm run generate', async () => {
  for (const { file, text } of Object.values(await generate())) {
    const committed = await readFile(file, 'utf8')
    // Not toBe on the texts: their difference would be thousands of lines.
    expect(committed === text, `${file.pathname} is out of date: run npm run generate`).toBe(true)
  }
}, 30_000)
