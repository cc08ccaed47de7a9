int first(void)
{
    return 2;
}

int second(int a)
{
    if (a) { ))) }
    return 1;
}
