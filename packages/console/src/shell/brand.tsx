import { useConfig } from '../session/config.ts'

/** The name of this gateway, with its logo if it has one. */
export function Brand() {
  const { app_name: appName, branding } = useConfig()
  if (!branding)
    return (
      <>
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" />
        {appName}
      </>
    )
  const { logo, logo_dark: dark, logo_has_name: hasName } = branding
  return (
    <>
      {logo && (
        <picture>
          {dark && <source media="(prefers-color-scheme: dark)" srcSet={dark} />}
          <img data-logo src={logo} alt={hasName ? appName : ''} />
        </picture>
      )}
      {!hasName && appName}
    </>
  )
}
