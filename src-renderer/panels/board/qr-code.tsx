import { create } from 'qrcode'
import { useMemo, type JSX } from 'react'

/** Quiet modules around the picture, as the standard (ISO/IEC 18004) asks. */
const QUIET = 4

export interface QrCodeProps {
  readonly text: string
  readonly label: string
  readonly className?: string | undefined
}

export function QrCode({ text, label, className }: QrCodeProps): JSX.Element {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'M' })
    const runs: string[] = []
    for (let y = 0; y < modules.size; y += 1) {
      for (let x = 0; x < modules.size; x += 1) {
        if (modules.get(y, x)) runs.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`)
      }
    }
    return { size: modules.size + 2 * QUIET, path: runs.join('') }
  }, [text])
  return (
    <svg
      className={className}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="currentColor" />
    </svg>
  )
}
