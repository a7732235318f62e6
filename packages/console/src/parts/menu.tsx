import { Ellipsis } from 'lucide-react'
import {
  type ComponentType,
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react'
import { useLoadPart } from '../gateway-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'

export type MenuItem =
  | { kind?: 'action'; label: string; icon?: ReactNode; danger?: boolean; disabled?: boolean; onSelect: () => void }
  | { kind: 'separator' }

type MenuProps = { items: readonly MenuItem[]; trigger: ReactElement<TriggerProps> }
type TriggerProps = React.ComponentProps<'button'>

const load = () => import('./open-menu.tsx')

/**
 * A menu of actions behind `trigger`; by default three dots, called `label`. A row of a list costs no more than a button
 * until somebody goes there: what opens comes when the trigger has the pointer or the focus.
 */
export function Menu({ items, label, trigger }: Partial<MenuProps> & { items: MenuProps['items']; label?: string }) {
  const t = useTexts()
  const loadPart = useLoadPart()
  const [part, setPart] = useState<{ OpenMenu: ComponentType<MenuProps> }>()
  const button = trigger ?? (
    <IconButton size="small" label={label ?? t('action.more')}>
      <Ellipsis aria-hidden="true" />
    </IconButton>
  )
  if (part) return <part.OpenMenu items={items} trigger={button} />
  const open = () => loadPart(load, setPart)
  const ready = () => loadPart(load)
  return cloneElement<TriggerProps>(button as ReactElement<TriggerProps>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: ready,
    onFocus: ready,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      open()
    },
  })
}
