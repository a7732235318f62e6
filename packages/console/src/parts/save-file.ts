/** Long enough for a browser that begins to read only after the click. */
const READ_MS = 1_000

/** Lets the browser save a text as a file. Nothing of it goes into an address: the link is to memory, for a moment. */
export function saveFile(name: string, content: string, type = 'application/octet-stream'): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), READ_MS)
}

/** A file's name from what somebody typed: `deploy pipeline (Lisbon)` → `deploy-pipeline-lisbon`. */
export const fileNameOf = (name: string, otherwise: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || otherwise
