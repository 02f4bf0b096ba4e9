// glibc's own account of the heap, which Swift's Glibc leaves out.
#include <malloc.h>
