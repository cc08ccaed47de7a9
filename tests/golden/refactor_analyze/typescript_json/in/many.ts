export function join(a: string, b: string, c: string, d: string, e: string): string {
  return a + b + c + d + e;
}
