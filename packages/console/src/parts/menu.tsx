import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from './button.tsx'
import floating from './floating.module.css'

export type MenuItem =
  | { kind?: 'action'; label: string; icon?: ReactNode; danger?: boolean; disabled?: boolean; onSelect: () => void }
  | { kind: 'separator' }

/** A menu of actions behind `trigger`; by default three dots, called `label`. */
export function Menu({
  items,
  label,
  trigger,
}: {
  items: readonly MenuItem[]
  label?: string
  trigger?: ReactElement
}) {
  const t = useTexts()
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger
        render={
          trigger ?? (
            <IconButton size="small" label={label ?? t('action.more')}>
              <Ellipsis aria-hidden="true" />
            </IconButton>
          )
        }
      />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={floating.positioner} sideOffset={4} align="end">
          <BaseMenu.Popup className={floating.popup}>
            {items.map((item, index) =>
              item.kind === 'separator' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: a separator is nothing but its place
                <BaseMenu.Separator key={index} className={floating.separator} />
              ) : (
                <BaseMenu.Item
                  key={item.label}
                  className={item.danger ? `${floating.item} ${floating.danger}` : floating.item}
                  disabled={item.disabled === true}
                  onClick={item.onSelect}
                >
                  {item.icon}
                  {item.label}
                </BaseMenu.Item>
              ),
            )}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}
