def search(grid, wanted, limit, strict, on_hit):
    for row in grid:
        for cell in row:
            if cell:
                while cell.open:
                    if cell.value == wanted and limit > 0 or strict:
                        on_hit(cell)
                    cell = cell.next
    return None
