import { createLink } from '@tanstack/react-router'
import type { ComponentProps, ReactNode, Ref } from 'react'
import styles from './button.module.css'

type Look = {
  /** `primary`: the one thing that a screen is for. `danger`: only where a deletion is confirmed. */
  look?: 'plain' | 'primary' | 'danger' | 'quiet'
  size?: 'normal' | 'small'
  wide?: boolean
}

const classOf = ({ look = 'plain', size = 'normal', wide = false }: Look, icon = false) =>
  [
    styles.button,
    look !== 'plain' && styles[look],
    size === 'small' && styles.small,
    wide && styles.wide,
    icon && styles.icon,
  ]
    .filter(Boolean)
    .join(' ')

type ButtonProps = Look &
  Omit<ComponentProps<'button'>, 'className' | 'style'> & {
    /** The work is under way: the button stays where the focus is, and cannot be pressed again. */
    busy?: boolean
  }

export function Button({
  look,
  size,
  wide,
  busy = false,
  disabled,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled && !busy}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      // A prevented click sends no form either, whether it came from a pointer or from Enter in a field.
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classOf({ look, size, wide } as Look)}
    >
      {busy && <span className={styles.spinner} aria-hidden="true" />}
      {children}
    </button>
  )
}

/** A button that is only a picture; `label` is what it is called. */
export function IconButton({
  label,
  look = 'quiet',
  size,
  children,
  ...rest
}: Omit<ButtonProps, 'children' | 'busy' | 'wide'> & { label: string; children: ReactNode }) {
  return (
    <button type="button" {...rest} aria-label={label} title={label} className={classOf({ look, size } as Look, true)}>
      {children}
    </button>
  )
}

type AnchorProps = Look & Omit<ComponentProps<'a'>, 'className' | 'style'> & { ref?: Ref<HTMLAnchorElement> }

/** A link that looks like a button; its caller says where it leads. */
export function ButtonAnchor({ look, size, wide, ...rest }: AnchorProps) {
  return <a {...rest} className={classOf({ look, size, wide } as Look)} />
}

/** A link to another screen that looks like a button. */
export const ButtonLink = /* @__PURE__ */ createLink(ButtonAnchor)
