import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { bin, type Person } from './quiva.ts'

/** util-linux's script(1) gives a command a terminal; that of other systems takes other options. */
export const canMakeTerminals = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false

/** What appears on the screen, and what is then typed: a text, or what the screen so far leads to. */
type Turn = [question: string, answer: string | ((screen: string) => string | Promise<string>)]

/** Runs the command at a terminal and types each answer when its question appears. */
export async function atTerminal(
  person: Person,
  args: string[],
  dialogue: Turn[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; screen: string; unasked: string[] }> {
  const words = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ')
  // A new terminal is 0 columns wide, and every character would get its own line.
  const command = `stty columns 100 rows 30; exec ${words}`
  const child: ChildProcess = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: person.folder,
    env: { ...person.environment(env), TERM: 'xterm' },
    timeout: 20_000,
  })
  const waiting = [...dialogue]
  let screen = ''
  let unread = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    unread += text
    const [question, answer] = waiting[0] ?? []
    if (question === undefined || answer === undefined || !unread.includes(question)) return
    waiting.shift()
    unread = ''
    void typed(answer, screen).then((words) => child.stdin?.write(words))
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, screen, unasked: waiting.map(([question]) => question) }
}

async function typed(answer: Turn[1], screen: string): Promise<string> {
  return typeof answer === 'string' ? answer : answer(screen)
}
