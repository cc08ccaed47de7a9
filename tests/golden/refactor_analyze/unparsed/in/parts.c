int first(void)
{
    return 0;
}

int second(int a)
{
    if (a) { ))) }
    return 1;
}
