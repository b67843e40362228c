package io.cloudfunc.invoker.engine;

/**
 * A secret as the function finds it in {@code /run/secrets}.
 *
 * @param name of the file, without a path
 */
public record SecretFile(String name, byte[] content) {

    @Override
    public String toString() {
        return name;
    }
}
