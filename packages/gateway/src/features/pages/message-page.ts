import { html } from '../../platform/values/html.ts'
import { type PageTone, page } from './page.ts'

/** A page that only says something: a title and paragraphs of plain text (escaped here), each saying one thing. */
export function messagePage(message: { title: string; paragraphs: readonly string[]; tone?: PageTone }): string {
  const body = html`${message.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}`
  return page({ title: message.title, body, tone: message.tone ?? 'neutral' })
}
