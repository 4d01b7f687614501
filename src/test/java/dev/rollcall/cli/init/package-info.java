@NullMarked
package dev.rollcall.cli.init;

import org.jspecify.annotations.NullMarked;
