/** What tests need of the machine they run on: programs, child JVMs, ports, folders, and a network that fails. */
@NullMarked
package dev.rollcall.machine;

import org.jspecify.annotations.NullMarked;
