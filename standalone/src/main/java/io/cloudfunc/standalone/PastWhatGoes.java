package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;

/** Walks through a directory that others write in: a file that goes before it is reached is passed over. */
abstract class PastWhatGoes extends SimpleFileVisitor<Path> {

    @Override
    public final FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
