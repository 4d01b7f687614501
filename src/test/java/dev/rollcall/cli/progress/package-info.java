@NullMarked
package dev.rollcall.cli.progress;

import org.jspecify.annotations.NullMarked;
