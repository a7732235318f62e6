import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { usePortalContainer } from './embedding.ts'
import floating from './floating.module.css'
import type { MenuItem } from './menu.tsx'

/** The menu behind its trigger, from the first time that it is opened. */
export function OpenMenu({ items, trigger }: { items: readonly MenuItem[]; trigger: ReactElement }) {
  return (
    <BaseMenu.Root defaultOpen>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={usePortalContainer()}>
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
