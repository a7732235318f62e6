import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { usePortalContainer } from './embedding.ts'
import floating from './floating.module.css'

/** More about what the pointer or the focus is on. Nothing that is said only here is needed to use the page. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactElement }) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal container={usePortalContainer()}>
        <BaseTooltip.Positioner className={floating.positioner} sideOffset={6}>
          <BaseTooltip.Popup className={floating.tooltip}>{content}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  )
}
