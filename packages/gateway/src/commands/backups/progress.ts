const EVERY_MS = 100

/** One line on the terminal that is written over; nothing where nobody looks. */
export function createProgress(terminal: { isTTY: boolean; write(text: string): unknown } = process.stderr) {
  let shown = Number.NEGATIVE_INFINITY
  const write = (text: string) => void (terminal.isTTY && terminal.write(`\r\u001b[K${text}`))
  return {
    show(text: string) {
      const now = performance.now()
      if (now - shown < EVERY_MS) return
      shown = now
      write(text)
    },
    part: (done: number, total: number) => `${total === 0 ? 100 : Math.floor((done / total) * 100)} %`,
    clear: () => write(''),
  }
}
