import java.util.Map;

public class Function {

    public static Map<String, Object> handler(Map<String, Object> event) {
        var name = event == null ? "world" : event.getOrDefault("name", "world");
        System.out.println("greeting " + name);
        return Map.of("message", "Hello, " + name + "!");
    }
}
