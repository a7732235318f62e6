import { createLink } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ComponentProps, ReactNode, Ref } from 'react'
import styles from './page.module.css'
import { useWindowTitle } from './use-window-title.ts'

type PageProps = {
  title: string
  /** One or two sentences under the title. */
  description?: ReactNode
  /** Beside the title: a state. */
  mark?: ReactNode
  /** A `BackLink` above the title, on screens below another. */
  back?: ReactNode
  /** The buttons of the whole screen, the primary one last. */
  actions?: ReactNode
  narrow?: boolean
  children: ReactNode
}

/** A screen: its title, which is also the title of the window, and its content. */
export function Page({ title, description, mark, back, actions, narrow, children }: PageProps) {
  useWindowTitle(title)
  return (
    <div className={narrow ? `${styles.page} ${styles.narrow}` : styles.page}>
      <div className={styles.head}>
        <div className={styles.headText}>
          {back}
          <div className={styles.titleLine}>
            <h1 tabIndex={-1}>{title}</h1>
            {mark}
          </div>
          {description && <p className={styles.description}>{description}</p>}
        </div>
        {actions && <div className={styles.headActions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** The way back; its caller says where it leads. */
export function BackAnchor({
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'className'> & { ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a {...rest} className={styles.back}>
      <ChevronLeft aria-hidden="true" />
      {children}
    </a>
  )
}

/** `<BackLink to="/keys">API keys</BackLink>` */
export const BackLink = /* @__PURE__ */ createLink(BackAnchor)

type CardProps = {
  title?: string
  description?: ReactNode
  actions?: ReactNode
  foot?: ReactNode
  /** The content goes to the edges: lists. */
  flush?: boolean
  children?: ReactNode
}

/** One subject of a screen. */
export function Card({ title, description, actions, foot, flush, children }: CardProps) {
  return (
    <section className={styles.card}>
      {(title || actions) && (
        <div className={styles.cardHead}>
          <div>
            {title && <h2>{title}</h2>}
            {description && <p className={styles.cardDescription}>{description}</p>}
          </div>
          {actions && <div className={styles.headActions}>{actions}</div>}
        </div>
      )}
      {children && <div className={flush ? styles.flush : styles.cardBody}>{children}</div>}
      {foot && <div className={styles.cardFoot}>{foot}</div>}
    </section>
  )
}

/** Names and values, one under the other: `[['Created', <Time …/>], …]`. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode] | false | undefined)[] }) {
  return (
    <dl className={styles.facts}>
      {of.map(
        (fact) =>
          fact && (
            <div key={fact[0]} style={{ display: 'contents' }}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
