import type { AuditEvent } from '@quiva/client'
import type { auditActions } from '../../../../gateway/src/platform/audit/actions.ts'
import { i18n, type TextName, text } from '../../texts/texts.ts'

type Action = (typeof auditActions)[number]
/** Every action has a sentence, or this does not compile. */
type Sentence = `audit.event.${Action}` extends TextName ? `audit.event.${Action}` : never

/** Who did it, as a name that can begin a sentence. */
export function actorOf({ actor }: AuditEvent): string {
  if (actor.email) return actor.email
  if (actor.kind === 'system') return text('audit.who.gateway')
  if (actor.kind === 'key') return text('audit.who.key')
  return text(actor.user_id ? 'audit.who.user' : 'audit.who.somebody')
}

/** What happened, in a sentence. A gateway that is newer than this page may know further actions: then the action itself. */
export function sentenceOf(event: AuditEvent): string {
  const name: Sentence | string = `audit.event.${event.action}`
  const isKnown = name in i18n.messages
  if (!isKnown) return event.action
  const unknown = text('audit.value.unknown')
  const details = Object.fromEntries(
    Object.entries(event.details).map(([key, value]) => [key, typeof value === 'object' ? unknown : String(value)]),
  )
  const values = new Proxy({ ...details, who: actorOf(event) } as Record<string, string>, {
    get: (known, key) => known[String(key)] ?? unknown,
  })
  return text(name as TextName, values)
}
