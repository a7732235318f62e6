/** What a block of a tutorial is for the test, as the comment before it says. */
export type Block =
  | { kind: 'file'; name: string; text: string }
  /** Commands of the reader's terminal, with what the page says that they print. */
  | { kind: 'run'; text: string; output?: string }
  /** A program that goes on running in another terminal, and listens on a port. `by` runs in its place. */
  | { kind: 'start'; port: string; by?: string; text: string }
  /** Brings packages from a registry. The suite gives the page what it has instead; `npm run test:tutorials` does it. */
  | { kind: 'install'; text: string }
  | { kind: 'not run' }

const FENCE = /^(?:<!-- ([^\n]+) -->\n)?```(\w*)\n([\s\S]*?)^```$/gm

/** The blocks of a page, in order. A block without a comment is an error: nobody would notice that it is not tested. */
export function readBlocks(page: string): Block[] {
  const blocks: Block[] = []
  for (const [, comment = '', , text = ''] of page.matchAll(FENCE)) {
    const [, kind = '', value = ''] = /^([a-z ]+?)(?:: (.+))?$/.exec(comment) ?? []
    const last = blocks.at(-1)
    if (kind === 'file') blocks.push({ kind, name: value, text })
    else if (kind === 'run' || kind === 'install') blocks.push({ kind, text })
    else if (kind === 'start') {
      const [port = '', by] = value.split(', by ')
      blocks.push({ kind, port, text, ...(by !== undefined && { by }) })
    } else if (kind === 'not run' && value !== '') blocks.push({ kind })
    else if (kind === 'output' && last?.kind === 'run') last.output = text
    else throw new Error(`a block says nothing of how it is tested: ${comment || text}`)
  }
  return blocks
}

/** What the page says is printed, where `…` stands for anything within a line. */
export function patternOf(output: string): RegExp {
  const escaped = output.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('…', '[^\\n]*')}$`)
}
