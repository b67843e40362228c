package io.cloudfunc.runtime;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;

/** The function's classes and resources. It sees the JDK, and nothing of this runtime. */
final class FunctionClasses extends URLClassLoader {

    private final Map<String, byte[]> compiled;

    FunctionClasses(Map<String, byte[]> compiled, URL[] path) {
        super("function", path, ClassLoader.getPlatformClassLoader());
        this.compiled = compiled;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = compiled.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
}
