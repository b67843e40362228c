from cloudfunc_runtime.main import main

main()
