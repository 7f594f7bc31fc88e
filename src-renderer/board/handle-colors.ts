/** The CSS colours of handles. */
export interface HandleColors {
  readonly accent: string
  readonly paper: string
}
