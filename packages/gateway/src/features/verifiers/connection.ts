import type { WebSocket } from 'ws'
import { type Closing, closings, FORGOTTEN } from './closing.ts'
import type { Connected, Holders } from './local-holders.ts'
import type { Opened, Wires } from './session.ts'
import type { Unread } from './unread.ts'

/** How long the other side has to answer a close frame. */
const CLOSE_TIMEOUT_MS = 2000
/** RFC 6455, §5.5: a control frame has 125 bytes, two of them for the code. */
const LONGEST_REASON = 120
const NOT_TEXT = 1003

export type Dropped = (why: Closing | 'lost') => void

/** Connects a WebSocket and a session: messages and the end of the connection, in both directions. */
export function connect(
  webSocket: WebSocket,
  holders: Pick<Holders, 'open'>,
  opened: Opened,
  wires: Omit<Wires, 'send' | 'close'>,
  { dropped, unread }: { dropped: Dropped; unread: ReturnType<Unread['track']> },
): void {
  let isOver = false
  let session: Connected | undefined

  function close(code: number, reason: string): void {
    webSocket.close(code, reason.slice(0, LONGEST_REASON))
    setTimeout(() => webSocket.terminate(), CLOSE_TIMEOUT_MS).unref()
  }

  function lost(forgotten: boolean): void {
    if (isOver) return
    isOver = true
    unread.gone()
    session?.lost(forgotten)
  }

  session = holders.open(opened, {
    ...wires,
    send(text) {
      if (webSocket.readyState !== webSocket.OPEN) return
      webSocket.send(text, () => unread.now(isOver ? 0 : webSocket.bufferedAmount))
      // A close frame would wait behind what is not read.
      if (unread.now(webSocket.bufferedAmount)) {
        session?.end('too_slow', 'messages pile up')
        webSocket.terminate()
      }
    },
    close(closing, reason) {
      dropped(closing)
      close(closings[closing], reason === '' ? closing : `${closing}: ${reason}`)
      lost(false)
    },
  })

  webSocket.on('message', (data, isBinary) => {
    if (isOver) return
    if (isBinary) {
      dropped('bad_frame')
      close(NOT_TEXT, 'bad_frame: binary')
      lost(false)
    } else session?.received(data.toString())
  })
  webSocket.on('ping', session.pinged)
  webSocket.on('pong', session.pinged)
  // Refused before it was open.
  if (isOver) session.lost(false)
  // Broken frames: the library has sent the close frame that fits.
  webSocket.on('error', () => {
    if (!isOver) dropped('bad_frame')
    lost(false)
  })
  webSocket.on('close', (code) => {
    if (!isOver && code !== FORGOTTEN) dropped('lost')
    lost(code === FORGOTTEN)
  })
}
